// The same for Vue; a render function, which needs no plug-in of the test runner.
import { useProofkey } from 'proofkey/vue';
import { defineComponent, h } from 'vue';

export const Profile = defineComponent(() => {
  const { isLoading, isAuthenticated, isStale, user, error, loginWithRedirect, logout } = useProofkey();
  return () => {
    if (isLoading.value) return h('p', 'Loading');
    if (!isAuthenticated.value)
      return h('button', { onClick: () => loginWithRedirect() }, error.value?.code ?? 'Sign in');
    return [h('h1', user.value.name), isStale.value && h('p', 'Offline'), h('button', { onClick: logout }, 'Sign out')];
  };
});
