import { defineTexts, type Language, momentInWords } from '../../../web/index.js';
import { type LoginError, loginErrors } from '../../store/index.js';
import type { Finding } from './findings.js';

const findingTexts = defineTexts({
  de: {
    'place.keys': 'Schlüsselsatz, JWKS',
    'place.token': 'Zugriffstoken',
    'place.login': 'Anmeldung',
    ahead: 'vor',
    behind: 'nach',
    'bad-address.what': 'Die Adresse bei „{{place}}“ ist keine, die abgefragt werden kann.',
    'bad-address.do': 'Tragen Sie die Adresse so ein, wie die Lernplattform sie zeigt, ohne Benutzername und Kennwort.',
    'internal-address.what':
      '{{host}} liegt an einer Adresse im internen Netz ({{place}}); solche Adressen fragt diese Lotse-Installation nicht ab.',
    'internal-address.do':
      'Wer Lotse betreibt, kann es mit der Einstellung LOTSE_ALLOW_INTERNAL_PLATFORMS=on erlauben.',
    'name-not-found.what': 'Der Name {{host}} lässt sich nicht auflösen ({{place}}).',
    'name-not-found.do':
      'Prüfen Sie die Schreibweise und die Namensauflösung (DNS) auf dem Server, auf dem Lotse läuft.',
    'connection-refused.what': '{{host}} nimmt keine Verbindung an ({{place}}).',
    'connection-refused.do': 'Prüfen Sie Port und Firewall, und ob der Webserver der Lernplattform läuft.',
    'no-answer.what': '{{host}} antwortet nicht rechtzeitig ({{place}}).',
    'no-answer.do':
      'Prüfen Sie, ob der Lotse-Server die Lernplattform erreichen darf (Firewall, Proxy) und ob sie überlastet ist.',
    'certificate.what': 'Dem Zertifikat von {{host}} ist nicht zu trauen ({{place}}, {{reason}}).',
    'certificate.do':
      'Prüfen Sie Ablaufdatum, Namen und Zwischenzertifikate. Hat Ihr Betrieb eine eigene Zertifizierungsstelle, geben Sie ihre Datei mit NODE_EXTRA_CA_CERTS an.',
    'connection-broken.what': 'Die Verbindung zu {{host}} ist abgebrochen ({{place}}, {{reason}}).',
    'connection-broken.do': 'Versuchen Sie es noch einmal; bleibt es dabei, prüfen Sie Proxy und Firewall dazwischen.',
    'redirected.what': '{{host}} leitet auf eine andere Adresse weiter ({{place}}).',
    'redirected.do': 'Tragen Sie die Adresse ein, auf die weitergeleitet wird, wenn sie zu Ihrer Lernplattform gehört.',
    'too-large.what': 'Die Antwort von {{host}} ist viel größer, als sie sein dürfte ({{place}}).',
    'too-large.do': 'Unter dieser Adresse steht vermutlich etwas anderes. Prüfen Sie die Adresse.',
    'not-json.what': 'Unter der Adresse bei {{host}} steht etwas anderes als erwartet ({{place}}): kein JSON.',
    'not-json.do': 'Prüfen Sie die Adresse. Oft steht dort eine Anmelde- oder Wartungsseite.',
    'wrong-status.what': '{{host}} antwortet mit dem Status {{status}} ({{place}}).',
    'wrong-status.do': 'Prüfen Sie die Adresse und das Fehlerprotokoll der Lernplattform.',
    'keys-malformed.what': 'Unter der Schlüsseladresse von {{host}} steht kein Schlüsselsatz.',
    'keys-malformed.do': 'Prüfen Sie die Adresse des Schlüsselsatzes (Moodle: „URL des öffentlichen Keysets“).',
    'keys-without-rs256.what': '{{host}} veröffentlicht keinen RSA-Schlüssel für RS256 mit einer Kennung (kid).',
    'keys-without-rs256.do':
      'Richten Sie in der Lernplattform LTI 1.3 vollständig ein; der Schlüssel entsteht dort meist beim ersten Werkzeug.',
    'token-unknown-client.what': 'Die Lernplattform kennt die Client-ID „{{client}}“ nicht ({{word}}).',
    'token-unknown-client.do': 'Vergleichen Sie die Client-ID mit der, die die Lernplattform für Lotse zeigt.',
    'token-key-refused.what': 'Die Lernplattform kann unseren Schlüssel nicht lesen oder hat einen anderen ({{word}}).',
    'token-key-refused.do':
      'Stellen Sie dort den Schlüsseltyp auf „Keyset-URL“ und tragen Sie unsere Schlüsseladresse ein. Prüfen Sie auch, ob die Lernplattform Lotse über das Netz erreicht (Moodle: gesperrte Hosts und erlaubte Ports).',
    'token-client-or-key-refused.what':
      'Die Lernplattform kennt die Client-ID „{{client}}“ nicht, oder unser Schlüssel ist für sie nicht lesbar ({{word}}).',
    'token-client-or-key-refused.do':
      'Vergleichen Sie die Client-ID, und prüfen Sie, ob die Lernplattform unsere Schlüsseladresse erreicht.',
    'token-scope-refused.what': 'Die Lernplattform kennt Lotse, erlaubt aber keine Bewertungen ({{word}}).',
    'token-scope-refused.do':
      'Schalten Sie dort die Dienste ein (Moodle: „IMS LTI-Services für Aufgaben und Bewertungen“; ILIAS: Bewertungsrückgabe). Starts gehen auch ohne sie.',
    'token-refused.what':
      'Die Lernplattform gibt Lotse keinen Zugang zu ihren Diensten (Status {{status}}, Meldung: {{word}}).',
    'token-refused.do': 'Prüfen Sie Client-ID, Token-Adresse und das Fehlerprotokoll der Lernplattform.',
    'token-malformed.what': '{{host}} antwortet auf die Bitte um ein Zugriffstoken, aber ohne Token.',
    'token-malformed.do': 'Prüfen Sie die Token-Adresse.',
    'login-unknown-client.what': 'Bei der Anmeldung kennt {{host}} die Client-ID „{{client}}“ nicht.',
    'login-unknown-client.do': 'Vergleichen Sie die Client-ID mit der, die die Lernplattform für Lotse zeigt.',
    'redirect-uri-not-listed.what': 'Die Weiterleitungsadresse {{redirectUri}} ist bei {{host}} nicht eingetragen.',
    'redirect-uri-not-listed.do': 'Tragen Sie sie dort Zeichen für Zeichen ein (Moodle: „Umleitungs-URI(s)“).',
    'launch-none.what':
      'Noch ist niemand aus der Lernplattform gekommen. Ob die Weiterleitungsadresse dort eingetragen ist, zeigt sich erst bei einem Start.',
    'launch-none.do': 'Bitte öffnen Sie Lotse einmal aus der Lernplattform und prüfen Sie dann noch einmal.',
    'launch-confirmed.what':
      'Starts kommen bei Lotse an, zuletzt am {{moment}}. Die Weiterleitungsadresse ist also eingetragen.',
    'launch-confirmed.do': 'Hier ist nichts zu tun.',
    'launch-unanswered.what':
      'Am {{moment}} hat die Lernplattform einen Start begonnen, aber nichts kam zurück. Wahrscheinlich ist unsere Weiterleitungsadresse dort nicht eingetragen, oder das Fenster wurde geschlossen.',
    'launch-unanswered.do':
      'Vergleichen Sie die Weiterleitungsadresse in der Lernplattform Zeichen für Zeichen mit {{redirectUri}} (Moodle: „Umleitungs-URI(s)“; es zeigt beim Start sonst nur „Ungültige Anfrage“). Öffnen Sie Lotse danach noch einmal von dort und prüfen Sie erneut.',
    'launch-lost.what':
      'Am {{moment}} hat die Lernplattform einen Start begonnen, zu dem nichts zurückkam. Vorher war die Weiterleitungsadresse dort eingetragen; vermutlich wurde das Fenster geschlossen.',
    'launch-lost.do':
      'Kommt das wieder vor, vergleichen Sie die Weiterleitungsadresse in der Lernplattform mit {{redirectUri}}: Vielleicht hat sie jemand geändert.',
    'launch-unconfirmed.what':
      'Am {{moment}} kam ein Start zurück, den Lotse nicht bestätigen konnte. Die Weiterleitungsadresse ist eingetragen, es liegt an etwas anderem.',
    'launch-unconfirmed.do':
      'Sehen Sie nach, ob hier noch mehr gemeldet wird: Oft gehen die Uhren auseinander, oder die Schlüssel sind nicht zu lesen. Sonst hat der Browser im Rahmen der Lernplattform nichts speichern dürfen. Der genaue Grund steht im Protokoll von Lotse.',
    'launch-refused.what':
      'Am {{moment}} hat die Lernplattform einen Start mit einem Fehler beantwortet ({{error}}): {{meaning}}',
    'launch-refused.do': '{{remedy}} An der Weiterleitungsadresse liegt es nicht: Die Antwort kam bei Lotse an.',
    'error.unauthorized_client': 'Sie kennt Lotse nicht unter dieser Client-ID.',
    'error.access_denied':
      'Sie lässt die Person nicht zu. Moodle sagt das, wenn jemand inzwischen mit einem anderen Konto angemeldet ist.',
    'error.login_required': 'Die Person war dort nicht angemeldet.',
    'error.interaction_required': 'Sie wollte die Person erst etwas fragen, und das geht bei einem Start nicht.',
    'error.account_selection_required': 'Die Person hätte dort erst ein Konto wählen müssen.',
    'error.consent_required': 'Die Person hätte dort erst zustimmen müssen.',
    'error.invalid_request': 'Sie versteht die Anfrage nicht.',
    'error.unsupported_response_type': 'Sie kann nicht so antworten, wie LTI 1.3 es verlangt.',
    'error.invalid_scope': 'Sie versteht die Anfrage nicht.',
    'error.server_error': 'Bei ihr ist ein Fehler aufgetreten.',
    'error.temporarily_unavailable': 'Sie war gerade nicht bereit.',
    'error.other': 'Sie nennt einen Grund, den Lotse nicht kennt.',
    'remedy.client':
      'Vergleichen Sie die Client-ID mit der, die die Lernplattform für Lotse zeigt, und öffnen Sie Lotse dann noch einmal von dort.',
    'remedy.person':
      'Melden Sie sich in der Lernplattform ab und wieder an, öffnen Sie Lotse noch einmal von dort und prüfen Sie erneut. Bleibt es dabei, prüfen Sie dort, wer das Werkzeug nutzen darf.',
    'remedy.request':
      'Prüfen Sie, ob das Werkzeug dort als LTI 1.3 eingerichtet ist, und sehen Sie in das Fehlerprotokoll der Lernplattform.',
    'remedy.later': 'Versuchen Sie es später noch einmal, und sehen Sie in das Fehlerprotokoll der Lernplattform.',
    'clock-skew.what': 'Die Uhr der Lernplattform geht gegenüber unserer {{duration}} {{direction}}.',
    'clock-skew.do':
      'Stellen Sie auf beiden Servern die Zeitsynchronisation (NTP) ein. Ab 90 Sekunden werden Starts abgelehnt.',
    'plain-http.what': '{{host}} ist ohne Verschlüsselung (http) eingetragen.',
    'plain-http.do':
      'Stellen Sie die Lernplattform auf https um; über http kann jeder im Netz mitlesen, wer was lernt.',
    'issuer-differs.what':
      'Eingetragen ist der Aussteller „{{entered}}“, die Lernplattform nennt sich aber „{{said}}“.',
    'issuer-differs.do':
      'Verbinden Sie sie mit genau dem Namen neu, den sie nennt; auch ein Schrägstrich am Ende zählt.',
    'addresses-differ.what': 'Eingetragen ist {{entered}}, die Lernplattform nennt {{said}}.',
    'addresses-differ.do': 'Übernehmen Sie die Adresse, die die Lernplattform nennt.',
    'switched-off.what': 'Diese Lernplattform ist in Lotse abgeschaltet.',
    'switched-off.do': 'Schalten Sie sie wieder ein, wenn gelernt werden soll.',
    'no-deployment.what': 'Noch ist keine Deployment-Kennung bekannt.',
    'no-deployment.do':
      'Lotse übernimmt die des ersten Starts, solange die Frist dafür läuft; sonst fragt die Verwaltungsseite.',
    'deployment-requested.what': 'Es gab Starts mit unbekannter Deployment-Kennung: {{deployments}}.',
    'deployment-requested.do':
      'Lassen Sie die Kennung auf der Verwaltungsseite zu, wenn sie zu Ihrer Organisation gehört.',
  },
  en: {
    'place.keys': 'key set, JWKS',
    'place.token': 'access token',
    'place.login': 'login',
    ahead: 'ahead of',
    behind: 'behind',
    'bad-address.what': 'The address for “{{place}}” is not one that can be asked.',
    'bad-address.do': 'Enter the address as the learning platform shows it, without user name and password.',
    'internal-address.what':
      '{{host}} is at an address inside an internal network ({{place}}), which this installation of Lotse does not ask.',
    'internal-address.do': 'Whoever runs Lotse can allow it with the setting LOTSE_ALLOW_INTERNAL_PLATFORMS=on.',
    'name-not-found.what': 'The name {{host}} cannot be resolved ({{place}}).',
    'name-not-found.do': 'Check the spelling, and the name resolution (DNS) on the server that Lotse runs on.',
    'connection-refused.what': '{{host}} takes no connection ({{place}}).',
    'connection-refused.do': "Check port and firewall, and whether the learning platform's web server is running.",
    'no-answer.what': '{{host}} does not answer in time ({{place}}).',
    'no-answer.do':
      "Check whether Lotse's server may reach the learning platform (firewall, proxy), and whether it is overloaded.",
    'certificate.what': 'The certificate of {{host}} cannot be trusted ({{place}}, {{reason}}).',
    'certificate.do':
      'Check its expiry date, its name and the intermediate certificates. If your company has a certificate authority of its own, give its file in NODE_EXTRA_CA_CERTS.',
    'connection-broken.what': 'The connection to {{host}} broke off ({{place}}, {{reason}}).',
    'connection-broken.do': 'Try again; if it stays like this, check the proxy and firewall in between.',
    'redirected.what': '{{host}} redirects to another address ({{place}}).',
    'redirected.do': 'Enter the address it redirects to, if that belongs to your learning platform.',
    'too-large.what': 'The answer of {{host}} is far larger than it may be ({{place}}).',
    'too-large.do': 'There is probably something else at this address. Check the address.',
    'not-json.what': 'At the address at {{host}} there is something else than expected ({{place}}): no JSON.',
    'not-json.do': 'Check the address. Often there is a sign-in or maintenance page.',
    'wrong-status.what': '{{host}} answers with status {{status}} ({{place}}).',
    'wrong-status.do': "Check the address and the learning platform's error log.",
    'keys-malformed.what': 'At the key address of {{host}} there is no key set.',
    'keys-malformed.do': 'Check the address of the key set (Moodle: “Public keyset URL”).',
    'keys-without-rs256.what': '{{host}} publishes no RSA key for RS256 with an id (kid).',
    'keys-without-rs256.do':
      'Set LTI 1.3 up completely in the learning platform; the key is usually made with the first tool.',
    'token-unknown-client.what': 'The learning platform does not know the client id “{{client}}” ({{word}}).',
    'token-unknown-client.do': 'Compare the client id with the one that the learning platform shows for Lotse.',
    'token-key-refused.what': 'The learning platform cannot read our key, or has another ({{word}}).',
    'token-key-refused.do':
      'Set the key type there to “Keyset URL” and enter our key address. Check also that the learning platform reaches Lotse over the network (Moodle: blocked hosts and allowed ports).',
    'token-client-or-key-refused.what':
      'The learning platform does not know the client id “{{client}}”, or cannot read our key ({{word}}).',
    'token-client-or-key-refused.do':
      'Compare the client id, and check that the learning platform reaches our key address.',
    'token-scope-refused.what': 'The learning platform knows Lotse, but allows no grades ({{word}}).',
    'token-scope-refused.do':
      'Switch the services on there (Moodle: “IMS LTI Assignment and Grade Services”; ILIAS: grade synchronisation). Launches work without them.',
    'token-refused.what':
      'The learning platform gives Lotse no access to its services (status {{status}}, message: {{word}}).',
    'token-refused.do': "Check the client id, the token address and the learning platform's error log.",
    'token-malformed.what': '{{host}} answers the request for an access token, but without a token.',
    'token-malformed.do': 'Check the token address.',
    'login-unknown-client.what': 'At the login {{host}} does not know the client id “{{client}}”.',
    'login-unknown-client.do': 'Compare the client id with the one that the learning platform shows for Lotse.',
    'redirect-uri-not-listed.what': 'The redirection address {{redirectUri}} is not listed at {{host}}.',
    'redirect-uri-not-listed.do': 'Enter it there letter by letter (Moodle: “Redirection URI(s)”).',
    'launch-none.what':
      'Nobody has come from the learning platform yet. Only a launch shows whether the redirection address is listed there.',
    'launch-none.do': 'Please open Lotse once from the learning platform, then test again.',
    'launch-confirmed.what':
      'Launches arrive at Lotse, most recently on {{moment}}. So the redirection address is listed.',
    'launch-confirmed.do': 'There is nothing to do here.',
    'launch-unanswered.what':
      'On {{moment}} the learning platform began a launch, but nothing came back. Most likely our redirection address is not listed there, or the window was closed.',
    'launch-unanswered.do':
      'Compare the redirection address in the learning platform letter by letter with {{redirectUri}} (Moodle: “Redirection URI(s)”; at a launch it only shows “Invalid request” otherwise). Then open Lotse from there once more and test again.',
    'launch-lost.what':
      'On {{moment}} the learning platform began a launch that nothing came back for. Before that, the redirection address was listed there; probably the window was closed.',
    'launch-lost.do':
      'If it happens again, compare the redirection address in the learning platform with {{redirectUri}}: somebody may have changed it.',
    'launch-unconfirmed.what':
      'On {{moment}} a launch came back that Lotse could not confirm. The redirection address is listed; the cause is another.',
    'launch-unconfirmed.do':
      "See whether more is reported here: often the clocks differ, or the keys cannot be read. Otherwise the browser was not allowed to store anything in the learning platform's frame. Lotse's log has the exact reason.",
    'launch-refused.what':
      'On {{moment}} the learning platform answered a launch with an error ({{error}}): {{meaning}}',
    'launch-refused.do': '{{remedy}} The redirection address is not the cause: the answer reached Lotse.',
    'error.unauthorized_client': 'It does not know Lotse by this client id.',
    'error.access_denied':
      'It does not let the person in. Moodle says so when somebody has signed in with another account meanwhile.',
    'error.login_required': 'The person was not signed in there.',
    'error.interaction_required': 'It wanted to ask the person something first, which a launch does not allow.',
    'error.account_selection_required': 'The person would have had to choose an account there first.',
    'error.consent_required': 'The person would have had to agree there first.',
    'error.invalid_request': 'It does not understand the request.',
    'error.unsupported_response_type': 'It cannot answer in the way that LTI 1.3 asks for.',
    'error.invalid_scope': 'It does not understand the request.',
    'error.server_error': 'It met an error of its own.',
    'error.temporarily_unavailable': 'It was not ready at that moment.',
    'error.other': 'It names a reason that Lotse does not know.',
    'remedy.client':
      'Compare the client id with the one that the learning platform shows for Lotse, then open Lotse from there once more.',
    'remedy.person':
      'Sign out of the learning platform and in again, open Lotse from there once more, and test again. If it stays like this, check there who may use the tool.',
    'remedy.request':
      "Check whether the tool is set up there as LTI 1.3, and look into the learning platform's error log.",
    'remedy.later': "Try again later, and look into the learning platform's error log.",
    'clock-skew.what': "The learning platform's clock is {{duration}} {{direction}} ours.",
    'clock-skew.do': 'Switch time synchronisation (NTP) on at both servers. From 90 seconds on launches are refused.',
    'plain-http.what': '{{host}} is entered without encryption (http).',
    'plain-http.do':
      'Move the learning platform to https; over http everybody in the network can read who learns what.',
    'issuer-differs.what': 'The issuer entered is “{{entered}}”, but the learning platform calls itself “{{said}}”.',
    'issuer-differs.do': 'Connect it anew with exactly the name it gives; even a slash at the end counts.',
    'addresses-differ.what': 'Entered is {{entered}}, the learning platform names {{said}}.',
    'addresses-differ.do': 'Take the address that the learning platform names.',
    'switched-off.what': 'This learning platform is switched off in Lotse.',
    'switched-off.do': 'Switch it on again when people are to learn.',
    'no-deployment.what': 'No deployment is known yet.',
    'no-deployment.do':
      'Lotse takes that of the first launch while the time for it lasts; after that the administration page asks.',
    'deployment-requested.what': 'There were launches of an unknown deployment: {{deployments}}.',
    'deployment-requested.do': 'Accept the deployment on the administration page if it belongs to your organisation.',
  },
});

/** Advice against an LMS's errors. */
const remedies = {
  unauthorized_client: 'client',
  access_denied: 'person',
  login_required: 'person',
  interaction_required: 'person',
  account_selection_required: 'person',
  consent_required: 'person',
  invalid_request: 'request',
  unsupported_response_type: 'request',
  invalid_scope: 'request',
  server_error: 'later',
  temporarily_unavailable: 'later',
  other: 'later',
} as const satisfies Readonly<Record<LoginError, string>>;

type Values = Readonly<Record<string, string | number>>;

/** The values of a finding, in the words of a language. */
function filledIn(language: Language, { place, values }: Finding): Values {
  const text = findingTexts(language);
  const { direction, moment, seconds } = values;
  const error = loginErrors.find((each) => each === values['error']);
  return {
    ...values,
    ...(place === undefined ? {} : { place: text(`place.${place}`) }),
    ...(direction === 'ahead' || direction === 'behind' ? { direction: text(direction) } : {}),
    ...(typeof seconds === 'number'
      ? {
          duration: new Intl.NumberFormat(language, { style: 'unit', unit: 'second', unitDisplay: 'long' }).format(
            seconds,
          ),
        }
      : {}),
    ...(typeof moment === 'string' ? { moment: momentInWords(moment, language) } : {}),
    ...(error === undefined ? {} : { meaning: text(`error.${error}`), remedy: text(`remedy.${remedies[error]}`) }),
  };
}

/** A finding in words: the problem and the advice. */
export function findingSentences(
  language: Language,
  finding: Finding,
): { readonly what: string; readonly todo: string } {
  const text = findingTexts(language);
  const filled = filledIn(language, finding);
  return { what: text(`${finding.code}.what`, filled), todo: text(`${finding.code}.do`, filled) };
}
