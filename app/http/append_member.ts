/**
 * Adds a member to a JSON object that is already text, without parsing it.
 *
 * @param json the text of an object
 * @param value of the member, as JSON
 */
export function appendMember(json: string, name: string, value: string | number): string {
  return `${json.slice(0, -1)}${json === '{}' ? '' : ','}"${name}":${value}}`
}
