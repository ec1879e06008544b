export const title = 'Vite 5, with React 18';
const tool = 'vite';

export { tool as package };

export const note = 'an older major, beside the newest above';

export const modes = {
  dev: ({ start, port }) => start('vite', ['--port', String(port), '--strictPort']),
  async 'build and preview'({ run, start, port }) {
    await run('vite', ['build']);
    return start('vite', ['preview', '--port', String(port), '--strictPort']);
  },
};
