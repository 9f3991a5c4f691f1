export { createErasure, type Erasure, type PersonGone, type Who } from './erasure/index.js';
export {
  createSignIn,
  navigationThrough,
  type SignedIn,
  type SignIn,
  type SignInArea,
  type SignInParts,
  signOutForm,
} from './sign-in/index.js';
