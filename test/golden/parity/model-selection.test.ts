import { checkParity } from './checkParity.ts';
import { cases } from './model-selection.ts';

checkParity(cases);
