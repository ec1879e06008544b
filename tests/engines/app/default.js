import { createClient } from '/proofkey/dist/index.js';

startPage(createClient);
