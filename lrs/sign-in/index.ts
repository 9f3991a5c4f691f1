export { createSignIn, type SignIn, type SignInParts } from './create-sign-in.js';
export type { SignedIn, SignInArea } from './session.js';
export { signOutForm, type SignInWords } from './sign-in-page.js';
