/** Contents that use every field of the two types. */
export const unit = {
  intro: {
    title: 'Gespräche, die weiterbringen',
    subtitle: 'Ein Leitfaden für den Alltag',
    minutes: 5,
    goal: 'ein Entwicklungsgespräch so vorbereiten, dass beide Seiten etwas davon haben.',
  },
  cards: [
    {
      kind: 'text',
      title: 'Worum es geht',
      body: '<p>Ein gutes Gespräch hat <strong>drei Teile</strong>:</p><ul><li>Rückblick: Was ist gelungen?</li><li>Ausblick: Was soll gelernt werden?</li><li>Vereinbarung: Wer macht was bis wann?</li></ul><blockquote><p>„Fragen öffnen, Urteile schließen.“</p></blockquote><p>Mehr dazu beim <a href="https://example.org/leitfaden">Leitfaden</a>.</p>',
      subContentId: '0b7f0c1e-58c3-4a53-9a55-0d9f0a7f3b11',
    },
    {
      kind: 'image',
      title: 'Der Hafen',
      image: {
        path: 'images/harbour.svg',
        mime: 'image/svg+xml',
        width: 640,
        height: 320,
        copyright: { license: 'U' },
      },
      imageAlt: 'Ein Hafen am Abend mit einer tief stehenden Sonne',
      caption: 'Ankommen ist leichter, wenn jemand den Weg kennt.',
    },
    {
      kind: 'question',
      question: 'Womit beginnen Sie das Gespräch?',
      options: [
        {
          text: 'Mit dem, was nicht geklappt hat',
          correct: false,
          feedback: 'So geht Ihr Gegenüber in die Verteidigung.',
        },
        {
          text: 'Mit der Frage, was gelungen ist',
          correct: true,
          feedback: 'Das schafft Vertrauen und gibt Ihnen gleich Beispiele an die Hand.',
        },
        { text: 'Mit der Gehaltsfrage', correct: false, feedback: 'Geld &amp; Entwicklung gehören in zwei Gespräche.' },
      ],
      explanation: '<p>Wer mit dem Gelungenen beginnt, spricht danach leichter über <em>Lücken</em>.</p>',
      subContentId: '7d4d47f0-8c2b-4a0c-8c88-3c5f9a1d2e33',
    },
    {
      kind: 'question',
      question: 'Was gehört in die Vereinbarung?',
      options: [
        { text: 'Ein Ziel, das man beobachten kann', correct: true },
        { text: 'Ein Termin', correct: true },
        {
          text: 'Ein Vergleich mit den anderen im Team',
          correct: false,
          feedback: 'Vergleiche helfen hier niemandem.',
        },
      ],
      explanation: '<p>Ziel und Termin gehören zusammen.</p>',
    },
    {
      kind: 'reflection',
      prompt: 'Wann hat Sie selbst ein Gespräch weitergebracht?',
      hint: 'Denken Sie an Ihre eigene Ausbildung.',
      rows: 5,
    },
    {
      kind: 'transfer',
      task: 'Verabreden Sie diese Woche ein Gespräch von 20 Minuten.',
      hint: 'Am besten gleich im Kalender.',
      whenLabel: 'Wann laden Sie ein?',
    },
  ],
  passPercentage: 70,
  outro: { title: 'Gut gemacht', text: '<p>Nehmen Sie Ihre Notizen mit in den Alltag.</p>' },
};

export const caseExercise = {
  title: 'Die Ausbildung stockt',
  minutes: 8,
  situation:
    '<p>Mia ist im zweiten Lehrjahr. Seit drei Wochen fehlen ihre Ausbildungsnachweise, und der Meister beschwert sich über ihre Laune.</p>',
  image: { path: 'images/harbour.svg', mime: 'image/svg+xml', width: 640, height: 320 },
  imageAlt: 'Ein Hafen am Abend',
  material: [
    { title: 'E-Mail des Meisters', body: '<p>„So geht das nicht weiter. Bitte kümmern.“</p>' },
    { title: 'Auszug aus dem Ausbildungsplan', body: '<ul><li>Woche 30 bis 34: Instandhaltung</li></ul>' },
  ],
  steps: [
    {
      kind: 'decision',
      title: 'Der erste Schritt',
      situation: '<p>Es ist Montagmorgen, kurz vor Schichtbeginn.</p>',
      question: 'Was tun Sie zuerst?',
      options: [
        {
          text: 'Ich schreibe Mia eine Ermahnung.',
          consequence: '<p>Mia liest sie, sagt nichts und meldet sich am nächsten Tag krank.</p>',
          score: 0,
        },
        {
          text: 'Ich frage den Meister nach Beispielen.',
          consequence: '<p>Er nennt zwei Vorfälle. Mias Sicht fehlt Ihnen weiterhin.</p>',
          score: 1,
        },
        {
          text: 'Ich bitte Mia um ein Gespräch unter vier Augen.',
          consequence:
            '<p>Mia erzählt, dass sie seit Wochen nur fegt und sich schämt, das in den Nachweis zu schreiben.</p>',
          score: 2,
        },
      ],
      subContentId: '5f0a9f0e-1b7f-4c39-8c0e-6a1b2c3d4e5f',
    },
    {
      kind: 'writing',
      title: 'Das Gespräch mit dem Meister',
      question: 'Wie eröffnen Sie das Gespräch mit dem Meister?',
      hint: 'Zwei oder drei Sätze genügen.',
      minLength: 20,
      rows: 5,
      modelSolution:
        '<p>„Danke, dass Sie sich melden. Ich möchte verstehen, was Sie beobachten, und Ihnen sagen, was Mia mir erzählt hat.“</p>',
    },
    {
      kind: 'decision',
      title: 'Die Vereinbarung',
      question: 'Was vereinbaren Sie?',
      options: [
        {
          text: 'Wir sehen in drei Monaten weiter.',
          consequence: '<p>Nach drei Monaten ist alles wie zuvor.</p>',
          score: 0,
        },
        {
          text: 'Mia bekommt ab morgen zwei Tage in der Instandhaltung, der Meister gibt freitags Rückmeldung.',
          consequence: '<p>Nach zwei Wochen liegen die Nachweise vor.</p>',
          score: 2,
        },
      ],
    },
  ],
  selfRating: {
    intro: '<p>Schätzen Sie ein, wie sicher Sie sind.</p>',
    items: [
      {
        competency: 'D2',
        label: 'Lernen begleiten',
        levels: [
          'Keine Kenntnis',
          'Ich kann die Rolle erklären',
          'Ich unterstütze bei Aufgaben',
          'Ich begleite individuell',
          'Ich leite Begleitende an',
        ],
        subContentId: '9c1f2d3e-4b5a-4c6d-8e7f-0a1b2c3d4e5f',
      },
      { competency: 'D1', label: 'Entwicklungsgespräch führen', levels: [] },
    ],
  },
  outro: { text: '<p>Sprechen Sie mit einer Kollegin darüber.</p>' },
  passPercentage: 60,
};
