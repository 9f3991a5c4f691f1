import { defineTexts } from '../../../web/index.js';

/** Advice about a failed launch for each person involved: one line per error code and role, if there is any. */
export const problemTexts = defineTexts({
  de: {
    'what-to-do': 'Was Sie tun können',
    'for.learner': 'Wenn Sie lernen',
    'for.instructor': 'Wenn Sie den Kurs leiten',
    'for.administrator': 'Wenn Sie die Lernplattform verwalten',
    back: 'Zurück zur Lernplattform',
    'open.matrix': 'Meine Kompetenzmatrix öffnen',
    'open.team': 'Team-Matrix öffnen',
    reference: '{{title}} (Vorgangsnummer {{id}})',

    'no-end-user.learner':
      'Melden Sie sich in der Lernplattform mit Ihrem eigenen Konto an. Als Gast lässt sich eine Lerneinheit nicht öffnen, weil Ihr Lernstand sonst niemandem gehört.',
    'no-end-user.instructor':
      'Prüfen Sie, ob der Kurs Gäste zulässt. Lerneinheiten von Lotse sind für angemeldete Teilnehmende.',
    'no-end-user.administrator':
      'Die Lernplattform muss Lotse eine Kennung der Person mitgeben (sub). Namen und E-Mail-Adressen braucht Lotse nicht.',

    'unknown-content.learner':
      'Sagen Sie Ihrer Trainerin oder Ihrem Trainer Bescheid und nennen Sie die Vorgangsnummer. Was Sie bisher gelernt haben, ist gespeichert.',
    'unknown-content.instructor':
      'Bearbeiten Sie den Link im Kurs und wählen Sie über die Inhaltsauswahl von Lotse eine andere Einheit.',
    'unknown-content.administrator':
      'Prüfen Sie, ob der Kurs aus einer Lernplattform stammt, die bei einer anderen Organisation angemeldet ist: deren Einheiten sind hier nicht zu sehen.',

    'nothing-chosen.learner':
      'Die Lerneinheit wird noch eingerichtet. Schauen Sie später noch einmal vorbei oder fragen Sie Ihre Trainerin oder Ihren Trainer.',
    'nothing-chosen.instructor':
      'Bearbeiten Sie den Link im Kurs, öffnen Sie die Inhaltsauswahl von Lotse und wählen Sie eine Einheit oder eine Matrix.',
    'nothing-chosen.administrator':
      'Hat die Lernplattform keine Inhaltsauswahl (Deep Linking), tragen Sie beim Link den eigenen Parameter content=… mit der Kennung der Einheit ein.',

    'unknown-platform.learner':
      'Sagen Sie Ihrer Trainerin oder Ihrem Trainer Bescheid. Sie selbst haben nichts falsch gemacht.',
    'unknown-platform.instructor': 'Geben Sie der Administration die Vorgangsnummer weiter.',
    'unknown-platform.administrator':
      'Vergleichen Sie Aussteller (issuer), Client-ID und Deployment-ID in der Lernplattform mit denen, die in Lotse eingetragen sind.',

    'ambiguous-platform.learner':
      'Sagen Sie Ihrer Trainerin oder Ihrem Trainer Bescheid und nennen Sie die Vorgangsnummer. Sie selbst haben nichts falsch gemacht.',
    'ambiguous-platform.instructor':
      'Geben Sie der Administration die Vorgangsnummer weiter. Ihr Kurs ist in Ordnung, und noch einmal zu klicken hilft nicht.',
    'ambiguous-platform.administrator':
      'Lassen Sie die Lernplattform bei der Anmeldung die Client-ID mitsenden (client_id), oder eine Deployment-ID (lti_deployment_id), die in Lotse nur bei Ihrer Verbindung zugelassen ist. Kann sie beides nicht, hängen Sie in der Lernplattform an die Zieladresse (target link URI) ?client_id= und Ihre Client-ID an; die Redirection URI bleibt, wie sie ist. Nennt die Zieladresse schon eine Client-ID, muss sie zur Deployment-ID passen.',

    'platform-inactive.learner':
      'Sagen Sie Ihrer Trainerin oder Ihrem Trainer Bescheid. Ihr Lernstand ist gespeichert.',
    'platform-inactive.instructor': 'Fragen Sie die Administration, ob die Verbindung wieder eingeschaltet wird.',
    'platform-inactive.administrator':
      'Die Verbindung ist in Lotse eingetragen, aber abgeschaltet. Unter „Lernplattformen“ (/admin/platforms) schalten Sie sie wieder ein.',

    'invalid-login.learner': 'Öffnen Sie die Einheit aus Ihrem Kurs, nicht über ein Lesezeichen.',
    'invalid-login.instructor':
      'Tritt der Fehler bei allen auf, geben Sie der Administration die Vorgangsnummer weiter.',
    'invalid-login.administrator':
      'In der Lernplattform gehört /lti/login in das Feld für die Anmeldung (Initiate login URL) und /lti/launch in das für die Weiterleitung (Redirection URI).',

    'invalid-launch.learner':
      'Laden Sie die Kursseite neu und öffnen Sie die Einheit noch einmal. Vergehen zwischen Klick und Öffnen mehr als zwei Minuten, gilt der Aufruf nicht mehr.',
    'invalid-launch.instructor':
      'Tritt der Fehler bei allen auf, geben Sie der Administration die Vorgangsnummer weiter.',
    'invalid-launch.administrator':
      'Unter der Vorgangsnummer steht der Grund im Protokoll von Lotse. Oft gehen die Uhren auseinander, die Lernplattform hat neue Schlüssel, oder ein Deployment wartet unter „Lernplattformen“ (/admin/platforms) noch auf Ihre Entscheidung.',

    'login-required.learner':
      'Melden Sie sich in der Lernplattform ab und wieder an, und öffnen Sie die Einheit dann noch einmal.',
    'login-required.instructor':
      'Tritt der Fehler bei allen auf, geben Sie der Administration die Vorgangsnummer weiter.',
    'login-required.administrator':
      'Prüfen Sie in der Lernplattform, ob die Adresse /lti/launch als Weiterleitung eingetragen ist und wer das Werkzeug nutzen darf.',
  },
  en: {
    'what-to-do': 'What you can do',
    'for.learner': 'If you are learning',
    'for.instructor': 'If you run the course',
    'for.administrator': 'If you administer the learning platform',
    back: 'Back to the learning platform',
    'open.matrix': 'Open my competency matrix',
    'open.team': 'Open the team matrix',
    reference: '{{title}} (reference {{id}})',

    'no-end-user.learner':
      'Sign in to the learning platform with your own account. A unit cannot be opened as a guest, because your progress would belong to nobody.',
    'no-end-user.instructor':
      'Check whether the course admits guests. Lotse’s units are for participants who have signed in.',
    'no-end-user.administrator':
      'The learning platform has to tell Lotse an identifier of the person (sub). Lotse needs neither names nor e-mail addresses.',

    'unknown-content.learner': 'Tell your trainer and quote the reference. What you have learnt so far is saved.',
    'unknown-content.instructor': 'Edit the link in the course and choose another unit in Lotse’s content picker.',
    'unknown-content.administrator':
      'Check whether the course comes from a learning platform that belongs to another organisation: its units cannot be seen here.',

    'nothing-chosen.learner': 'The unit is still being set up. Come back later, or ask your trainer.',
    'nothing-chosen.instructor':
      'Edit the link in the course, open Lotse’s content picker and choose a unit or a matrix.',
    'nothing-chosen.administrator':
      'If the learning platform has no content picker (Deep Linking), give the link the custom parameter content=… with the unit’s identifier.',

    'unknown-platform.learner': 'Tell your trainer. You have done nothing wrong.',
    'unknown-platform.instructor': 'Pass the reference on to the administrator.',
    'unknown-platform.administrator':
      'Compare issuer, client ID and deployment ID in the learning platform with those entered in Lotse.',

    'ambiguous-platform.learner': 'Tell your trainer and quote the reference. You have done nothing wrong.',
    'ambiguous-platform.instructor':
      'Pass the reference on to the administrator. Your course is all right, and clicking again does not help.',
    'ambiguous-platform.administrator':
      'Let the learning platform send the client ID with the login (client_id), or a deployment ID (lti_deployment_id) that only your connection accepts in Lotse. If it can do neither, add ?client_id= and your client ID to the target link URI in the learning platform; the redirection URI stays as it is. If the target link URI names a client ID already, it has to go with the deployment ID.',

    'platform-inactive.learner': 'Tell your trainer. Your progress is saved.',
    'platform-inactive.instructor': 'Ask the administrator whether the connection will be switched on again.',
    'platform-inactive.administrator':
      'The connection is entered in Lotse, but switched off. Under “Learning platforms” (/admin/platforms) you can switch it on again.',

    'invalid-login.learner': 'Open the unit from your course, not from a bookmark.',
    'invalid-login.instructor': 'If it happens to everybody, pass the reference on to the administrator.',
    'invalid-login.administrator':
      'In the learning platform, /lti/login belongs into the field for the login (initiate login URL) and /lti/launch into the one for the redirection URI.',

    'invalid-launch.learner':
      'Reload the course page and open the unit once more. If it takes more than two minutes from the click until it opens, the launch is not good any more.',
    'invalid-launch.instructor': 'If it happens to everybody, pass the reference on to the administrator.',
    'invalid-launch.administrator':
      'Lotse’s log has the reason under the reference. Often the clocks differ, the learning platform has new keys, or a deployment awaits your decision under “Learning platforms” (/admin/platforms).',

    'login-required.learner': 'Sign out of the learning platform and in again, then open the unit once more.',
    'login-required.instructor': 'If it happens to everybody, pass the reference on to the administrator.',
    'login-required.administrator':
      'Check in the learning platform whether /lti/launch is entered as redirection URI, and who may use the tool.',
  },
});

/** The errors about which there is something to say to each of those concerned. */
export const explainedProblems = [
  'no-end-user',
  'unknown-content',
  'nothing-chosen',
  'unknown-platform',
  'ambiguous-platform',
  'platform-inactive',
  'invalid-login',
  'invalid-launch',
  'login-required',
] as const;
export type ExplainedProblem = (typeof explainedProblems)[number];
