import type { LabOptions, LabSection } from '#protocol';
import { LAB_SECTIONS } from './lab-table';

export type LabSettings = Omit<LabOptions, 'baseUrl'>;

/** Seconds for a task in a round. */
const PATIENCE = 2;
const ROUNDS = 3;

/** `?rounds=1&patience=5&sections=mlp,int8`, each of them optional; what makes no sense is left at its default. */
export function labSettings(query: URLSearchParams): LabSettings {
  const asked = query.get('sections')?.split(',') ?? [];
  const sections = LAB_SECTIONS.filter((section: LabSection) => asked.includes(section));
  return {
    rounds: Math.ceil(positive(query.get('rounds'), ROUNDS)),
    patience: positive(query.get('patience'), PATIENCE),
    sections: sections.length > 0 ? sections : undefined,
  };
}

function positive(text: string | null, otherwise: number): number {
  const value = Number(text);
  return value > 0 && Number.isFinite(value) ? value : otherwise;
}
