/** Appends a member to the text of a JSON object without parsing it. @param value of the member, as JSON */
export function appendMember(json: string, name: string, value: string | number): string {
  return `${json.slice(0, -1)}${json === '{}' ? '' : ','}"${name}":${value}}`
}
