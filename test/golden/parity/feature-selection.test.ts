import { checkParity } from './checkParity.ts';
import { cases } from './feature-selection.ts';

checkParity(cases);
