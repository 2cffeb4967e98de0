module.exports = {
  taskpact: {
    input: 'openapi.yaml', // or http://localhost:8000/openapi.yaml
    output: { target: 'orval/taskpact.ts', mode: 'split', client: 'react-query', httpClient: 'fetch', baseUrl: 'http://localhost:8000', mock: true },
  },
}
