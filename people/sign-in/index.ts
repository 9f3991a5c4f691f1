export { navigationThrough, type SignInArea } from './area.js';
export { createSignIn, sessionCookie, type SignIn, type SignInParts } from './create-sign-in.js';
export type { SignInSession } from './session.js';
export { signOutForm } from './sign-in-page.js';
