/** A text within HTML. */
export const escaped = (text: unknown) =>
  String(text ?? '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')

/** A picture with its caption, which is HTML. */
export const pictureHtml = ({ src, alt, caption }: Record<string, unknown>) =>
  `<p><img src="${escaped(src)}" alt="${escaped(alt)}"></p>${caption ? `<p>${String(caption)}</p>` : ''}`
