import { createRouter, createWebHistory } from 'vue-router';
import Account from './Account.vue';
import Callback from './Callback.vue';
import Home from './Home.vue';
import Orders from './Orders.vue';

/** Whoever is not signed in goes to the login page first, and comes back to this very place. */
const meta = { requiresAuth: true };

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: Home },
    { path: '/callback', component: Callback },
    { path: '/account', component: Account, meta },
    { path: '/orders', component: Orders, meta },
    { path: '/:rest(.*)', component: Home },
  ],
});
