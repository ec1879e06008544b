'use client';
import { RedirectCallback } from 'proofkey/react';

export default function Callback() {
  return <RedirectCallback onError={({ hint }) => <p role="alert">{hint}</p>}>Signing you in</RedirectCallback>;
}
