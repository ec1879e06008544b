export const title = 'Vite';
export const main = 'src/main.js';
export const weighed = 'build and preview';

export const modes = {
  dev: ({ start, port }) => start('vite', ['--port', String(port), '--strictPort']),
  async 'build and preview'({ run, start, port }) {
    await run('vite', ['build']);
    return start('vite', ['preview', '--port', String(port), '--strictPort']);
  },
};
