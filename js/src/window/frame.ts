/** A frame that nobody sees, on its way to the URL; `sandbox` says what it may do. */
export function hiddenFrame(url: string, sandbox: string, referrerPolicy: ReferrerPolicy = ''): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', sandbox);
  frame.referrerPolicy = referrerPolicy;
  // Not the attribute `hidden`, which any style of the app may overrule.
  frame.style.display = 'none';
  frame.src = url;
  document.body.append(frame);
  return frame;
}
