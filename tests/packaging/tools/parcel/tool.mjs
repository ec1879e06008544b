export const title = 'Parcel';
export const main = 'src/main.js';
export const weighed = 'build';

export const modes = {
  dev: ({ start, port }) => start('parcel', ['index.html', '--port', String(port)]),
  async build({ run, site }) {
    await run('parcel', ['build', 'index.html']);
    return site('dist');
  },
};
