export { type LocalCloud, type LocalOptions, startLocal } from './LocalCloud.ts';
