// The page that the authorization server frames: it needs neither a client nor the core.
import { handleFrontChannelLogout } from '/proofkey/dist/front-channel-logout.js';

const { issuer, clientId } = await (await fetch('/config.json')).json();
const told = handleFrontChannelLogout({ issuer, clientId });
document.querySelector('#outcome').textContent = told ? 'told' : 'ignored';
