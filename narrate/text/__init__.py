"""From an article to a script: cleaning, sentences, languages, wording, pauses. Pure; layer 2."""
