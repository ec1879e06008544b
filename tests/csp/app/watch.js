// What the browser tells this page of its own violations: before anything else runs.
window.violations = [];
addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
  window.violations.push(`${effectiveDirective} ${blockedURI}`);
});
