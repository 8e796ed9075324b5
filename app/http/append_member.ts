/**
 * Adds a member to a JSON object that is already text, without parsing it.
 *
 * @param json the text of an object with at least one member
 */
export function appendMember(json: string, name: string, value: string | number | boolean): string {
  return `${json.slice(0, -1)},${JSON.stringify(name)}:${JSON.stringify(value)}}`
}
