import { defineTexts } from '../../web/index.js';

/** Texts of the registration: in the LMS, and on our pages for its administrator. */
export const registrationTexts = defineTexts({
  de: {
    'client.name': 'Lotse',
    'client.description': 'Lernen im Betrieb: kurze Lerneinheiten und Fallübungen mit Kompetenzmatrix.',
    'client.pick': 'Lerneinheiten aus Lotse auswählen',
    'confirm.title': 'Lernplattform verbinden',
    'confirm.lead': '{{product}} unter {{host}} möchte mit der Organisation „{{organisation}}“ verbunden werden.',
    'confirm.product': 'Lernplattform',
    'confirm.issuer': 'Adresse',
    'confirm.organisation': 'Organisation in Lotse',
    'confirm.names': 'Namen der Lernenden',
    'confirm.names.off': 'werden nicht angefragt',
    'confirm.names.on': 'werden angefragt, weil Ihre Organisation das so eingestellt hat',
    'confirm.insecure':
      'Diese Lernplattform ist ohne Verschlüsselung (http) eingetragen. Verbinden Sie sie nur, wenn sie ausschließlich im eigenen Netz erreichbar ist.',
    'confirm.submit': 'Jetzt verbinden',
    'confirm.after.moodle':
      'Lotse steht dann in Moodle unter „Tools verwalten“ und wartet dort, bis Sie auf „Aktivieren“ klicken.',
    'confirm.after.ilias': 'Lotse steht dann in ILIAS unter den LTI-Anbietern und kann in Kursen verwendet werden.',
    'confirm.after.other':
      'Lotse steht dann in Ihrer Lernplattform; dort muss das Werkzeug vielleicht noch freigeschaltet werden.',
    'done.title': 'Verbunden',
    'done.text': '{{name}} ist jetzt mit „{{organisation}}“ verbunden. Dieses Fenster können Sie schließen.',
    'done.deployment':
      'Die Lernplattform hat keine Deployment-Kennung genannt. Lotse übernimmt die des ersten Starts, wenn er in den nächsten {{days}} Tagen kommt.',
    'renewed.title': 'Die Verbindung ist aufgefrischt',
    'renewed.text':
      '{{name}} war mit „{{organisation}}“ schon verbunden und hat den Eintrag jetzt auf den neuesten Stand gebracht. Kurse und Ergebnisse bleiben, wie sie sind, und der Einladungslink gilt weiter.',
    'renewed.moodle':
      'Bitte sehen Sie in Moodle die Datenschutz-Einstellungen des Tools nach: Haben Sie die Weitergabe von Namen dort selbst eingeschaltet, stellt Moodle sie beim Aktualisieren zurück.',
    'renewed.inactive':
      'In Lotse ist diese Lernplattform abgeschaltet. Starts gelingen erst, wenn sie dort wieder eingeschaltet wird.',
    'renewed.close': 'Fertig',
    'refused.title': 'So lässt sich die Lernplattform nicht verbinden',
    'not-from-lms':
      'Diese Adresse wird in der Lernplattform eingetragen, nicht im Browser geöffnet. In Moodle: Website-Administration → Plugins → Externes Tool → Tools verwalten → „Tool-URL“. In ILIAS ab Version 10: in einem Kurs ein LTI-Objekt hinzufügen; dort lässt sich ein neuer Anbieter dynamisch registrieren.',
    'invitation-unknown':
      'Diesen Einladungslink kennt Lotse nicht. Bitte prüfen Sie, ob er vollständig kopiert wurde, oder lassen Sie sich einen neuen geben.',
    'invitation-expired':
      'Dieser Einladungslink ist abgelaufen. Bitte lassen Sie sich einen neuen geben; er gilt sieben Tage.',
    'invitation-redeemed':
      'Mit diesem Einladungslink ist schon eine Lernplattform verbunden worden. Er gilt nur einmal; bitte lassen Sie sich einen neuen geben.',
    'invitation-busy':
      'Mit diesem Einladungslink wird gerade eine Lernplattform verbunden. Bitte warten Sie eine Minute und sehen Sie dann nach, ob sie schon verbunden ist.',
    'token-used':
      'Die Lernplattform hat eine Anmeldung geschickt, die schon einmal benutzt worden ist. Bitte beginnen Sie dort von vorn.',
    'configuration-address':
      'Die Lernplattform hat eine Adresse genannt, die Lotse nicht abfragen kann. Bitte beginnen Sie in der Lernplattform von vorn.',
    'configuration-internal':
      'Die Lernplattform liegt an einer Adresse im internen Netz, und diese Lotse-Installation fragt solche Adressen nicht ab. Wer Lotse betreibt, kann das mit der Einstellung LOTSE_ALLOW_INTERNAL_PLATFORMS=on erlauben.',
    'configuration-unreachable':
      'Lotse kann die Angaben der Lernplattform nicht abrufen. Bitte prüfen Sie, ob sie vom Lotse-Server aus erreichbar ist, und beginnen Sie dort von vorn.',
    'configuration-content-type':
      'Unter der genannten Adresse steht keine Beschreibung einer Lernplattform, sondern etwas anderes.',
    'configuration-malformed':
      'Die Beschreibung der Lernplattform ist unvollständig oder nicht lesbar. Vielleicht ist ihre Version zu alt; verbinden Sie sie dann von Hand.',
    'configuration-too-large': 'Die Beschreibung der Lernplattform ist viel größer, als sie sein dürfte.',
    'configuration-issuer':
      'Die Beschreibung kommt von einer anderen Adresse als die Lernplattform, für die sie sprechen soll. Aus Sicherheitsgründen wird sie so nicht verbunden. Bitte prüfen Sie die Adresse (wwwroot, http_path) in der Konfiguration Ihrer Lernplattform.',
    'configuration-insecure':
      'Die Lernplattform nennt Adressen ohne Verschlüsselung (http statt https). Bitte stellen Sie sie auf https um. Liegt sie im eigenen Netz, kann Lotse mit LOTSE_ALLOW_INTERNAL_PLATFORMS=on auch so verbunden werden.',
    'configuration-unsupported':
      'Die Lernplattform beherrscht nicht, was Lotse braucht: LTI 1.3 mit RS256-Signaturen und Starts von Lernobjekten.',
    'configuration-changed':
      'Die Angaben der Lernplattform oder die Einstellung zu den Namen haben sich geändert, während diese Seite offen war. Bitte beginnen Sie dort von vorn und sehen Sie sie noch einmal an.',
    'registration-unreachable':
      'Die Lernplattform hat die Anmeldung nicht beantwortet. Bitte sehen Sie dort nach, ob Lotse schon eingetragen ist, löschen Sie den Eintrag und versuchen Sie es noch einmal; der Einladungslink gilt weiter.',
    'registration-token-refused':
      'Die Lernplattform hat die Anmeldung abgelehnt: Sie ist abgelaufen oder schon benutzt worden. Bitte beginnen Sie dort von vorn; der Einladungslink gilt weiter.',
    'registration-refused':
      'Die Lernplattform hat die Anmeldung abgelehnt. Bitte beginnen Sie dort von vorn; der Einladungslink gilt weiter. Hilft das nicht, verbinden Sie sie von Hand.',
    'registration-malformed':
      'Die Antwort der Lernplattform auf die Anmeldung ist nicht lesbar. Bitte löschen Sie den Eintrag, der dort vielleicht entstanden ist, und verbinden Sie sie von Hand.',
    'already-registered':
      'Diese Lernplattform ist unter derselben Kennung schon verbunden, aber nicht mit dieser Organisation. Soll sie zu dieser gehören, legen Sie in der Lernplattform ein neues Tool an, statt das vorhandene zu aktualisieren; der Einladungslink gilt weiter.',
  },
  en: {
    'client.name': 'Lotse',
    'client.description': 'Learning at work: short learning units and case exercises with a competency matrix.',
    'client.pick': 'Choose learning units from Lotse',
    'confirm.title': 'Connect a learning platform',
    'confirm.lead': '{{product}} at {{host}} wants to be connected with the organisation “{{organisation}}”.',
    'confirm.product': 'Learning platform',
    'confirm.issuer': 'Address',
    'confirm.organisation': 'Organisation in Lotse',
    'confirm.names': "Learners' names",
    'confirm.names.off': 'are not asked for',
    'confirm.names.on': 'are asked for, because your organisation has decided so',
    'confirm.insecure':
      'This learning platform is entered without encryption (http). Connect it only if it can be reached from your own network alone.',
    'confirm.submit': 'Connect now',
    'confirm.after.moodle':
      'Lotse then stands in Moodle under “Manage tools” and waits there until you click “Activate”.',
    'confirm.after.ilias': 'Lotse then stands in ILIAS among the LTI providers and can be used in courses.',
    'confirm.after.other': 'Lotse then stands in your learning platform; the tool may have to be activated there.',
    'done.title': 'Connected',
    'done.text': '{{name}} is now connected with “{{organisation}}”. You can close this window.',
    'done.deployment':
      'The learning platform has not named a deployment. Lotse takes that of the first launch, if it comes within {{days}} days.',
    'renewed.title': 'The connection is up to date',
    'renewed.text':
      '{{name}} was connected with “{{organisation}}” already, and has now brought its entry up to date. Courses and results stay as they are, and the invitation link is still good.',
    'renewed.moodle':
      "Please look at the tool's privacy settings in Moodle: if you switched on the sharing of names there yourself, Moodle sets it back when it updates.",
    'renewed.inactive':
      'In Lotse this learning platform is switched off. Launches succeed only once it is switched on there again.',
    'renewed.close': 'Done',
    'refused.title': 'The learning platform cannot be connected in this way',
    'not-from-lms':
      'This address is to be entered in the learning platform, not to be opened in a browser. In Moodle: Site administration → Plugins → External tool → Manage tools → “Tool URL”. In ILIAS from version 10 on: add an LTI object to a course; a new provider can be registered dynamically there.',
    'invitation-unknown':
      'Lotse does not know this invitation link. Please check that it was copied whole, or ask for a new one.',
    'invitation-expired': 'This invitation link has expired. Please ask for a new one; it is good for seven days.',
    'invitation-redeemed':
      'A learning platform has been connected by this invitation link already. It works once; please ask for a new one.',
    'invitation-busy':
      'A learning platform is being connected by this invitation link right now. Please wait a minute, then see whether it is connected.',
    'token-used': 'The learning platform has sent a registration that has been used before. Please start again there.',
    'configuration-address':
      'The learning platform has named an address that Lotse cannot ask. Please start again in the learning platform.',
    'configuration-internal':
      'The learning platform has an address inside an internal network, and this installation of Lotse does not ask such addresses. Whoever runs Lotse can allow it with the setting LOTSE_ALLOW_INTERNAL_PLATFORMS=on.',
    'configuration-unreachable':
      "Lotse cannot fetch the learning platform's description. Please check that Lotse's server can reach it, and start again there.",
    'configuration-content-type':
      'At the address given there is no description of a learning platform, but something else.',
    'configuration-malformed':
      "The learning platform's description is incomplete or cannot be read. Its version may be too old; in that case connect it by hand.",
    'configuration-too-large': "The learning platform's description is far larger than it may be.",
    'configuration-issuer':
      "The description comes from another address than the learning platform that it is to speak for. For safety it is not connected in this way. Please check the address (wwwroot, http_path) in your learning platform's configuration.",
    'configuration-insecure':
      'The learning platform names addresses without encryption (http instead of https). Please move it to https. If it lies inside your own network, Lotse can be connected as it is with LOTSE_ALLOW_INTERNAL_PLATFORMS=on.',
    'configuration-unsupported':
      'The learning platform does not know what Lotse needs: LTI 1.3 with RS256 signatures and launches of learning objects.',
    'configuration-changed':
      'What the learning platform says of itself, or the setting about names, has changed while this page was open. Please start again there and look at it once more.',
    'registration-unreachable':
      'The learning platform did not answer the registration. Please see whether Lotse stands there already, delete the entry and try again; the invitation link is still good.',
    'registration-token-refused':
      'The learning platform has refused the registration: it has expired or has been used before. Please start again there; the invitation link is still good.',
    'registration-refused':
      'The learning platform has refused the registration. Please start again there; the invitation link is still good. If that does not help, connect it by hand.',
    'registration-malformed':
      "The learning platform's answer to the registration cannot be read. Please delete the entry that may have been made there, and connect it by hand.",
    'already-registered':
      'This learning platform is connected under the same client id already, but not with this organisation. If it is to belong to this one, make a new tool in the learning platform instead of updating the one there is; the invitation link is still good.',
  },
});
