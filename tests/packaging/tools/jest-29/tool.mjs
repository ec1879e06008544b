export { checks } from '../jest/tool.mjs';

const name = 'jest';

export { name as package };

export const title = 'Jest, one major older';
