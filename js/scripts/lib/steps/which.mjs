// Finding programs, without starting a shell.
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { StepError } from '../step-error.mjs';

/**
 * @param {string} name
 * @param {string} [path] folders to look in; default: PATH
 * @returns {string | undefined} its path, if it is there
 */
export function which(name, path = process.env.PATH ?? '') {
  const directories = path.split(delimiter).filter(Boolean);
  return directories.map((directory) => join(directory, name)).find(isProgram);
}

/** @param {string} path */
export function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * A program that the user has named.
 * @param {string} variable of the environment
 * @returns {string | undefined} its path
 */
export function chosen(variable) {
  const path = process.env[variable];
  if (!path) return undefined;
  if (isProgram(path)) return path;
  throw new StepError(`${variable} is ${path}, which is not a program`, { fix: `set ${variable} to one, or unset it` });
}
