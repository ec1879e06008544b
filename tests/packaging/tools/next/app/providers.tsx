'use client';
import { useRouter } from 'next/navigation';
import { ProofkeyProvider } from 'proofkey/react';
import type { ReactNode } from 'react';
import { auth } from './auth';

export function Providers({ children }: { children: ReactNode }) {
  const router = useRouter();
  return (
    <ProofkeyProvider client={auth} onRedirectCallback={({ returnTo }) => router.replace(returnTo)}>
      {children}
    </ProofkeyProvider>
  );
}
