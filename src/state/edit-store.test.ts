import { expect, test } from 'vitest';
import { EditStore, hashText } from './edit-store';
import { MemoryStorage, openStorage } from './storage';

test('an edit comes back, for its own lesson and cell only', () => {
  const storage = new MemoryStorage();
  new EditStore(storage, 'one').save('train', 'mine', 'author');
  expect(new EditStore(storage, 'one').load('train', 'author')).toEqual({
    code: 'mine',
    authorChanged: false,
  });
  expect(new EditStore(storage, 'one').load('load', 'author')).toBeUndefined();
  expect(new EditStore(storage, 'two').load('train', 'author')).toBeUndefined();
});

test('a changed text of the author is noticed', () => {
  const store = new EditStore(new MemoryStorage(), 'one');
  store.save('train', 'mine', 'author');
  expect(store.load('train', 'author, revised')?.authorChanged).toBe(true);
});

test('an edit that equals the new text of the author is none', () => {
  const store = new EditStore(new MemoryStorage(), 'one');
  store.save('train', 'fixed', 'author');
  expect(store.load('train', 'fixed')).toBeUndefined();
});

test("saving the author's own text forgets the edit", () => {
  const storage = new MemoryStorage();
  const store = new EditStore(storage, 'one');
  store.save('train', 'mine', 'author');
  store.save('train', 'author', 'author');
  expect(storage.get('edit:one/train')).toBeUndefined();
});

test('a damaged record counts as no edit', () => {
  const storage = new MemoryStorage();
  storage.set('edit:one/train', '{"code": 1');
  expect(new EditStore(storage, 'one').load('train', 'author')).toBeUndefined();
  storage.set('edit:one/train', '{"code": 1}');
  expect(new EditStore(storage, 'one').load('train', 'author')).toBeUndefined();
});

test('the hash is FNV-1a', () => {
  expect(hashText('')).toBe('811c9dc5');
  expect(hashText('a')).toBe('e40c292c');
});

test('refused storage falls back to memory', () => {
  const storage = openStorage(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  expect(storage.kind).toBe('memory');
  storage.set('a', '1');
  expect(storage.get('a')).toBe('1');
});

test('full storage keeps what it cannot take in memory', () => {
  const texts = new Map<string, string>();
  const full: Partial<Storage> = {
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, value) => {
      if (value.length > 5) throw new DOMException('full', 'QuotaExceededError');
      texts.set(key, value);
    },
    removeItem: (key) => void texts.delete(key),
  };
  const storage = openStorage(() => full as Storage);
  expect(storage.kind).toBe('browser');
  storage.set('a', 'long text');
  expect(storage.get('a')).toBe('long text');
  storage.set('a', 'tiny');
  expect(storage.get('a')).toBe('tiny');
});
