/** A window in the middle of this one; `null` if the browser refuses, or there is none. */
export function openPopup(): Window | null {
  if (typeof window === 'undefined') return null;
  const [width, height] = [400, 600];
  const left = screenX + (outerWidth - width) / 2;
  const top = screenY + (outerHeight - height) / 2;
  return open('', '_blank', `popup,width=${width},height=${height},left=${left},top=${top}`);
}
