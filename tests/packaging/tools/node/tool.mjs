export const title = 'Node.js';
export const version = process.versions.node;

/** Every module of the package; whoever touches a global of a browser is found out. */
export const checks = {
  import: ({ run }) => run('node', ['import.mjs']),
  require: ({ run }) => run('node', ['require.cjs']),
  // As Node was before it could require ES modules.
  'require, CommonJS': ({ run }) => run('node', ['--no-experimental-require-module', 'require.cjs']),
  'render, React': ({ run }) => run('node', ['render-react.mjs']),
  'render, Vue': ({ run }) => run('node', ['render-vue.mjs']),
};
