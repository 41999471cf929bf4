/** Paths that exist on one person's machine: home folders and drives, and names in them that stand for nobody. */

/** The path up to the user's name, and what of it names the person. */
export function machinePath(text: string): string | undefined {
  const found = /^(?:file:\/\/)?(?:\/(?:home|Users)\/([\w.-]+)(?:\/|$)|([A-Za-z]):(?:\\{1,2}|\/)(?=[^\\/:*?"<>|])(?!(?:Program Files|ProgramData|Windows|Program Files \(x86\))(?:\\|\/))(?:Users(?:\\{1,2}|\/)([\w. -]+))?)/.exec(text);
  if (!found) return undefined;
  const user = found[1] ?? found[3];
  if (user !== undefined && nobody.test(user)) return undefined;
  return found[0];
}

/** Accounts of images, services and courses, placeholders. */
const nobody = /^(?:app|appuser|root|node|ubuntu|ec2-user|hadoop|airflow|jovyan|vscode|codespace|runner|runneradmin|circleci|gitpod|sagemaker-user|azureuser|dbfs|spark|docker|user|users?name|your\w*|you|me|name|xxx+|shared|public|default|coder|nonroot|web|www-data|git|jenkins|vagrant|pi|postgres|mambauser|micromamba|model-server|kaggle|alice|bob|john|jane|foo|example|someone|somebody|\.+)$/i;
