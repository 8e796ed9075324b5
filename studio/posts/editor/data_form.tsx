import { Validator } from '@cfworker/json-schema'
import Form from '@rjsf/mui'
import type { ErrorSchema, RJSFSchema, ValidatorType } from '@rjsf/utils'
import { useMemo } from 'react'
import type { CopyFields, FieldErrors } from './use_working_copy'

type Data = CopyFields['data']

/** It evaluates no code, as that of Ajv does. The form asks it which branch of a schema fits; the service checks the rest. */
const validator: ValidatorType<any, RJSFSchema> = {
  isValid: (schema, data, root) =>
    new Validator({ $defs: root?.$defs, ...schema } as object, '2020-12').validate(data).valid,
  validateFormData: () => ({ errors: [], errorSchema: {} }),
  rawValidation: () => ({ errors: [] }),
}

const prefix = 'data.'

/** The form's tree of errors, made of those of the service: `data.place` is about `place`. */
function errorsOf(errors: FieldErrors): ErrorSchema {
  const tree: any = {}
  for (const [name, message] of Object.entries(errors)) {
    if (!name.startsWith(prefix)) continue
    let place = tree
    for (const part of name.slice(prefix.length).split('.')) place = place[part] ??= {}
    place.__errors = [message]
  }
  return tree
}

const uiSchema = { 'ui:submitButtonOptions': { norender: true } }

interface Props {
  schema: object
  data: Data
  errors: FieldErrors
  set: (data: Data) => void
}

/** A form made of a JSON Schema. */
export const DataForm = ({ schema, data, errors, set }: Props) => {
  const extraErrors = useMemo(() => errorsOf(errors), [errors])
  return (
    <Form
      tagName="div"
      idPrefix="data"
      schema={schema as RJSFSchema}
      uiSchema={uiSchema}
      formData={data ?? {}}
      onChange={({ formData }, id) => {
        // Without an id it is the form that filled in defaults.
        if (id !== undefined) set(formData)
      }}
      validator={validator}
      extraErrors={extraErrors}
      showErrorList={false}
      noValidate
    />
  )
}
