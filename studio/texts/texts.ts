/** Texts in each language of the studio. The type checker asks for the same names in all of them. */
export interface Texts<T extends object> {
  en: T
  de: T
}

export type Language = keyof Texts<object>

type Same<T> = { [K in keyof T]: T[K] extends string ? string : Same<T[K]> }

/** The texts of one noun. For react-admin they stand under `resources.<name>`. */
export const texts = <const T extends object>(en: T, de: Same<T>): Texts<Same<T>> => ({
  en: en as Same<T>,
  de,
})
