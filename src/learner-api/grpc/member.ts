/** A member of what is behind a proxy. Methods come bound to it, since cells call them on the proxy. */
export function memberOf(target: object, name: PropertyKey): unknown {
  const member = Reflect.get(target, name, target) as unknown;
  return typeof member === 'function'
    ? (member as (this: unknown) => unknown).bind(target)
    : member;
}
