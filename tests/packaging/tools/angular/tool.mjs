export const title = 'Angular CLI';
const name = '@angular/cli';

export { name as package };
export const note = 'Angular CLI 22 wants Node 22.22; 21.2.28 is used';

const quiet = ({ env }) => ({ env: { ...env, NG_CLI_ANALYTICS: 'false' } });

export const modes = {
  'ng serve': (bench) => bench.start('ng', ['serve', '--port', String(bench.port)], quiet(bench)),
  async 'ng build'(bench) {
    await bench.run('ng', ['build'], quiet(bench));
    return bench.site('dist/angular/browser');
  },
};
