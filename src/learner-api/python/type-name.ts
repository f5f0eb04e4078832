/** Types under Python's names, for messages. */
import { classNameOf } from './class-name';

/** `str`, `int`, `float`, `bool`, `list`, `dict`, `NoneType`, `function`, or the class of an instance. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'str';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'function' && Object.hasOwn(value, 'prototype')) return 'type';
  const name = classNameOf(value as object);
  return name === 'Object' ? 'dict' : name === 'Function' ? 'function' : name;
}

/** `<class 'str'>` */
export function typeRepr(value: unknown): string {
  return `<class '${typeName(value)}'>`;
}
