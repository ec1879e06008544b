/** Takes an option with its value out of the arguments: the rest is for another program. */
export function taken(args, option) {
  const at = args.indexOf(option);
  return at < 0 ? undefined : args.splice(at, 2)[1];
}
