// Uploads files with a bar that shows how far it is; files can be dropped on the form. Without scripts the form is sent as it is.
export function start(form) {
  const files = form.querySelector('input[type=file]');
  const progress = form.querySelector('.upload-progress');
  const [bar, status] = progress.children;
  const error = form.querySelector('[role=alert]');
  const button = form.querySelector('button');

  form.addEventListener('dragover', event => { event.preventDefault(); form.classList.add('dropping'); });
  form.addEventListener('dragleave', () => form.classList.remove('dropping'));
  form.addEventListener('drop', event => {
    event.preventDefault();
    form.classList.remove('dropping');
    if (event.dataTransfer.files.length === 0) return;
    files.files = event.dataTransfer.files;
    send();
  });
  form.addEventListener('submit', event => { event.preventDefault(); send(); });

  function send() {
    const body = new FormData();
    for (const file of files.files) body.append('files', file, file.webkitRelativePath || file.name);
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.setRequestHeader('accept', 'application/json');
    request.responseType = 'json';
    request.upload.onprogress = event => {
      bar.value = event.loaded / event.total;
      status.textContent = event.loaded < event.total ? `${mebibytes(event.loaded)} of ${mebibytes(event.total)} MiB` : 'The coordinator checks the model…';
    };
    request.onload = () => {
      if (request.status < 400 && request.response?.address) location.href = request.response.address;
      else fail(request.response?.message ?? 'The upload was refused: load the page again.');
    };
    request.onerror = () => fail('The upload broke off: try it again.');
    error.hidden = true;
    progress.hidden = false;
    bar.value = 0;
    status.textContent = '';
    setTimeout(() => { button.disabled = true; });
    request.send(body);
  }

  function fail(message) {
    progress.hidden = true;
    error.hidden = false;
    error.textContent = message;
    setTimeout(() => { button.disabled = false; button.removeAttribute('aria-busy'); }, 10);
  }
}

function mebibytes(bytes) {
  return (bytes / (1 << 20)).toFixed(1);
}
