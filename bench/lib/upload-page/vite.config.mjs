/** As in the product: the film's worker is a module that loads its parts when they are needed. */
export default { worker: { format: 'es' }, logLevel: 'error', build: { target: 'es2024' } };
