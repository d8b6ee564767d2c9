// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { keepText, OWN, profileOf, stateOf } from './words';

describe('the step of the import', () => {
  it('is the one in the address, where all before it is known', () => {
    expect(stateOf({}).step).toBe('file');
    expect(stateOf({ step: 'profile' }).step).toBe('file');
    expect(stateOf({ step: 'profile', upload: 'u' }).step).toBe('profile');
    expect(stateOf({ step: 'check', upload: 'u' }).step).toBe('profile');
    expect(stateOf({ step: 'check', upload: 'u', profile: 'ibm-ar' }).step).toBe('check');
    expect(stateOf({ step: 'run', upload: 'u', profile: 'p' }).step).toBe('check');
    expect(stateOf({ step: 'run', job: 'j' }).step).toBe('run');
    expect(stateOf({ step: 'nonsense' }).step).toBe('file');
  });

  it('sends a profile by its name, or its own text', () => {
    keepText('u', OWN, 'name = "x"');
    expect(profileOf('u', 'ibm-ar')).toEqual({ profile: 'ibm-ar' });
    expect(profileOf('u', OWN)).toEqual({ profile_toml: 'name = "x"' });
    expect(profileOf('other', OWN)).toEqual({ profile_toml: '' });
  });
});
