type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Whether all that was typed into a form can be read; the first field that cannot be says so, and gets the keys. */
export function isReadable(form: HTMLFormElement | null): boolean {
  const fields = Array.from(form?.elements ?? []) as Field[];
  const unread = fields.find((field) => field.validity?.customError);
  unread?.reportValidity();
  return unread === undefined;
}
