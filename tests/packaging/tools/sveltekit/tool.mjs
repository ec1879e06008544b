export const title = 'SvelteKit';
const name = '@sveltejs/kit';

export { name as package };
export const note = 'SvelteKit 3 wants Node 22.17; 2.70.4 is used';
export const rendered = 'loading';

export const modes = {
  dev: ({ start, port }) => start('vite', ['dev', '--port', String(port), '--strictPort']),
  async 'build and preview'({ run, start, port }) {
    await run('vite', ['build']);
    return start('vite', ['preview', '--port', String(port), '--strictPort']);
  },
};
