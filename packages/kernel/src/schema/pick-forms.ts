type Node = Readonly<Record<string, unknown>>

/**
 * Reduces each union in a JSON Schema to the one form that a value means, where its forms are told apart by a constant such as `kind`: so the fault that
 * is named is one of what was meant. A value that fails the schema fails what this returns, and the reverse.
 */
export function pickForms(schema: unknown, value: unknown): unknown {
  if (!isNode(schema) || !isNode(value)) return schema
  const { anyOf, properties } = schema
  if (Array.isArray(anyOf)) return pickForm(schema, anyOf, value)
  if (!isNode(properties)) return schema
  const picked = Object.entries(properties).map(([name, member]) => [
    name,
    Object.hasOwn(value, name) ? pickForms(member, value[name]) : member,
  ])
  return { ...schema, properties: Object.fromEntries(picked) }
}

function pickForm(union: Node, forms: readonly unknown[], value: Node): unknown {
  const constants = forms.map(constantsOf)
  const name = [...(constants[0]?.keys() ?? [])].find((one) => constants.every((of) => of.has(one)))
  if (name === undefined) return union
  const [meant, another] = forms.filter(
    (_, position) => constants[position]?.get(name) === value[name],
  )
  if (another !== undefined) return union
  if (meant !== undefined) return pickForms(meant, value)
  const values = new Set(constants.map((of) => of.get(name)))
  return { type: 'object', required: [name], properties: { [name]: { enum: [...values] } } }
}

/** The members that a form requires to have one value. */
function constantsOf(form: unknown): ReadonlyMap<string, unknown> {
  if (!isNode(form) || !isNode(form.properties) || !Array.isArray(form.required)) return new Map()
  const { required } = form
  return new Map(
    Object.entries(form.properties).flatMap(([name, member]) =>
      isNode(member) && Object.hasOwn(member, 'const') && required.includes(name)
        ? [[name, member.const] as const]
        : [],
    ),
  )
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
