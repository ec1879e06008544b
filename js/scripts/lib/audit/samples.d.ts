// The app that the samples of the documentation are pieces of, and the frameworks around them as far as they are called. What the
// frameworks really do is tested where they are installed: tests/packaging.
/** biome-ignore-all lint/suspicious/noExplicitAny: what belongs to the reader's app is anything */

// Imported at the top of a page's first sample.
declare const createClient: typeof import('proofkey').createClient;
declare const proofkey: typeof import('proofkey');
type ProofkeyError = import('proofkey').ProofkeyError;
declare const ProofkeyProvider: typeof import('proofkey/react').ProofkeyProvider;
declare const createProofkey: typeof import('proofkey/vue').createProofkey;
declare const auth: import('proofkey').Client;

// The reader's own.
declare const issuer: string;
declare const clientId: string;
declare const redirectUri: string;
declare const options: import('proofkey').ClientOptions;
type MyClaims = { sub: string; role: string };
declare const signInButton: HTMLButtonElement;
declare const button: HTMLButtonElement;
declare const cancel: HTMLButtonElement;
declare function render(...what: any[]): void;
declare function showCountdown(secondsLeft: number): void;
declare function hideCountdown(): void;
declare function showUser(user: unknown): void;
declare function showSignInButton(): void;
declare function showDialog(...what: any[]): Promise<boolean>;
declare const AccountPage: () => any;
declare const Profile: any;
declare const children: any;
declare const Providers: (props: { children: any }) => any;

// React, React Router and Testing Library.
declare const App: any;
declare const createRoot: (element: Element | null) => { render(node: any): void };
declare const router: import('vue-router').Router & { navigate(path: string, options?: { replace?: boolean }): void };
declare const RouterProvider: (props: { router: any }) => any;
declare const test: (claim: string, run: () => unknown) => void;
declare const expect: (value: unknown) => any;
declare const act: (change: () => unknown) => void;
declare const fireEvent: { click(element: Element): void };
interface Screen {
  getByText(text: string): HTMLElement;
}

// Vue, its router and its test utilities.
declare const app: import('vue').App;
declare const createApp: typeof import('vue').createApp;
declare const createRouter: typeof import('vue-router').createRouter;
declare const createWebHistory: typeof import('vue-router').createWebHistory;
declare const Home: import('vue').Component;
declare const Callback: import('vue').Component;
declare const Account: import('vue').Component;
declare const mount: (component: any, options: { global: { plugins: import('vue').Plugin[] } }) => unknown;

// Nuxt.
declare const defineNuxtPlugin: (plugin: (app: { vueApp: import('vue').App }) => void) => unknown;
declare const useRequestURL: () => URL;
declare const navigateTo: (url: string, options: { replace: boolean }) => Promise<unknown>;

// Svelte.
declare function $state<T>(initial: T): T;
declare function $state<T>(): T | undefined;
declare const createSubscriber: (start: (update: () => void) => () => void) => () => void;

// Angular.
declare const provideAppInitializer: (start: () => Promise<unknown>) => unknown;
declare const provideRouter: (routes: unknown) => unknown;
declare const routes: unknown;

// Node.
declare function startSession(response: unknown, session: { user: string; session: string }): Promise<void>;
declare const process: { env: Record<string, string> };
declare const request: { url: string; headers: { cookie?: string } };
declare const response: { append(name: string, value: string): void };

declare module 'next/navigation' {
  export const useRouter: () => { replace(url: string): void };
}
declare module '*/auth' {
  export const auth: import('proofkey').Client;
}
declare module 'express' {
  interface Request {
    query: { returnTo?: string };
    headers: { cookie?: string };
    originalUrl: string;
  }
  interface Response {
    append(name: string, value: string): void;
    redirect(url: string): void;
  }
  export default function express(): {
    get(path: string, handler: (request: Request, response: Response) => unknown): void;
  };
}
declare module 'node:crypto' {
  export function createPrivateKey(pem: Uint8Array): { export(options: { format: 'jwk' }): JsonWebKey };
}
declare module 'node:fs' {
  export function readFileSync(path: string): Uint8Array;
}
