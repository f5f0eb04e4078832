/** A class's name as Python would print it; a minified build keeps it because built-in classes carry their own. */
interface Named {
  readonly name: string;
}

/** The built-in's `class_name`, else the name of the learner's class. */
export function classNameOf(instance: object): string {
  const type = instance.constructor as Named & { readonly class_name?: string };
  return Object.hasOwn(type, 'class_name') ? type.class_name! : type.name;
}
