// cargo-fuzz, and a C++ compiler for libFuzzer, which is compiled along with the targets.
import { isDebian, missingPackages } from './apt.mjs';
import { cargoTools } from './cargo-tools.mjs';
import { which } from './which.mjs';

const { probe: probeTools, install } = cargoTools('cargo-fuzz');
const hasCompiler = () => Boolean(process.env.CXX) || ['c++', 'g++', 'clang++'].some((name) => which(name));

export const probe = async () => (hasCompiler() ? probeTools() : undefined);
export const packages = async () => (isDebian() && !hasCompiler() ? missingPackages(['g++']) : []);
export { install };
