export const untrusted = { checks: {} };
