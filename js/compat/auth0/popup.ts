/** A window in the middle of this one; `null` if the browser refuses. */
export function openPopup(): Window | null {
  const [width, height] = [400, 600];
  const left = screenX + (outerWidth - width) / 2;
  const top = screenY + (outerHeight - height) / 2;
  return open('', '_blank', `popup,width=${width},height=${height},left=${left},top=${top}`);
}
