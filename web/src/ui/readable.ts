type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Whether a form has all that it must, and can be read; the first field that lacks or cannot says so, and gets the keys. */
export function isReadable(form: HTMLFormElement | null): boolean {
  const fields = Array.from(form?.elements ?? []) as Field[];
  const unread = fields.find(({ validity }) => validity?.customError || validity?.valueMissing);
  unread?.reportValidity();
  return unread === undefined;
}
