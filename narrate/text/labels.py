"""Words and patterns by which page furniture is known, by language. Data only.

Each label is compared with a whole line, in lower case without what stands around it ("Advertisement:" matches
"advertisement"). Only what an author would not write as a line of an article belongs here.
"""

from __future__ import annotations

import re

_LABELS_BY_LANGUAGE = {
    "en": """
        advertisement|advertisements|ad|sponsored|sponsored content|promoted|skip to main content|skip to content|
        skip to navigation|skip advertisement|live broadcast|live|menu|search|log in|login|sign in|sign up|register|
        subscribe|subscribe now|share|share this|share this article|share this story|share on facebook|tweet|email|
        print|save|saved|comment|comments|leave a comment|view comments|show comments|add comment|post a comment|
        read more|read more here|see more|show more|load more|more|view more|learn more|continue reading|
        story continues below|story continues below advertisement|article continues below|
        article continues after advertisement|advertisement - scroll to continue|scroll to continue|
        follow us|follow|follow us on|newsletter|newsletters|close|back|back to top|next|previous|home|video|photo|
        photos|image|listen|listen to article|listen to this article|audio|play|pause|loading|select important|on|off|
        dark mode|light mode|font size|text size|a+|a-|copy link|copied|link copied|related|related articles|
        related stories|related topics|related content|recommended|recommended for you|more stories|more news|
        most read|most popular|trending|trending now|top stories|latest news|you may also like|you might also like|
        also read|read also|read next|up next|don't miss|editor's picks|editors' picks|more from|accept|accept all|
        accept cookies|reject all|cookie settings|privacy policy|terms of use|terms of service|contact us|about us|
        all rights reserved|toggle navigation|open menu|close menu|expand|collapse|enlarge|view gallery|gallery|
        download|sponsor|promotion|paid content|paid post|gift this article|give this article|bookmark|like|dislike|
        report an error|report a typo|report this ad|topics|tags|filed under|share via|table of contents|contents
    """,
    "ru": """
        реклама|на правах рекламы|прямой эфир|прямая трансляция|озвучить текст|выделить главное|вкл|выкл|вкл выкл|
        меню|поиск|войти|вход|регистрация|подписаться|подписка|подпишитесь|поделиться|поделиться в|сохранить|
        комментарии|комментировать|оставить комментарий|читать далее|читать дальше|читать полностью|далее|ещё|еще|
        показать ещё|показать еще|загрузить ещё|загрузить еще|читайте также|читать также|по теме|материалы по теме|
        смотрите также|самое читаемое|популярное|главное|главные новости|последние новости|все новости|новости|
        лента новостей|другие новости|новости партнеров|новости партнёров|закрыть|назад|наверх|вверх|на главную|главная|
        фото|видео|галерея|слушать|слушать новость|распечатать|печать|версия для печати|копировать ссылку|
        ссылка скопирована|скопировать|теги|темы|рекомендуем|вам может быть интересно|нашли опечатку|
        сообщить об ошибке|перейти к содержанию|перейти к основному содержанию|согласен|принять|хорошо|понятно
    """,
    "de": """
        anzeige|werbung|sponsored|menü|suche|suchen|anmelden|einloggen|registrieren|abonnieren|teilen|artikel teilen|
        merken|drucken|kommentare|kommentieren|kommentar schreiben|mehr lesen|weiterlesen|mehr|mehr dazu|mehr zum thema|
        lesen sie auch|lesen sie mehr|auch interessant|das könnte sie auch interessieren|
        das könnte dich auch interessieren|
        meistgelesen|meistgelesene artikel|zum thema|weitere artikel|weitere themen|ähnliche artikel|empfehlungen|
        schließen|zurück|nach oben|startseite|zum inhalt springen|zum inhalt|zum hauptinhalt springen|vorlesen|anhören|
        artikel anhören|newsletter|folgen|themen|schlagworte|akzeptieren|alle akzeptieren|zustimmen|ablehnen|impressum|
        datenschutz|bild|foto|video|quelle|link kopieren|live|an|aus|werbung – lesen sie weiter|
        nach der anzeige weiterlesen
    """,
    "fr": """
        publicité|annonce|menu|recherche|rechercher|se connecter|connexion|s'inscrire|s'abonner|abonnez-vous|partager|
        partager l'article|enregistrer|imprimer|commenter|commentaires|réagir|lire la suite|lire plus|voir plus|plus|
        lire aussi|à lire aussi|a lire aussi|à voir aussi|sur le même sujet|articles liés|les plus lus|à découvrir|
        nos recommandations|recommandé pour vous|fermer|retour|haut de page|accueil|aller au contenu|
        aller au contenu principal|écouter|écouter l'article|newsletter|suivre|thèmes|mots-clés|accepter|tout accepter|
        refuser|mentions légales|photo|vidéo|copier le lien|lien copié|en direct|direct|activé|désactivé
    """,
    "es": """
        publicidad|anuncio|menú|buscar|búsqueda|iniciar sesión|registrarse|regístrate|suscríbete|suscribirse|compartir|
        guardar|imprimir|comentar|comentarios|leer más|ver más|más|seguir leyendo|lea también|lee también|leer también|
        te puede interesar|también te puede interesar|noticias relacionadas|artículos relacionados|relacionado|
        lo más leído|más leídas|recomendados|recomendado|cerrar|volver|atrás|inicio|ir al contenido|
        saltar al contenido|escuchar|newsletter|boletín|seguir|temas|etiquetas|aceptar|aceptar todo|rechazar|
        aviso legal|foto|vídeo|video|copiar enlace|en vivo|en directo|sí|activado|desactivado|archivado en
    """,
    "pt": """
        publicidade|anúncio|continua após a publicidade|continua depois da publicidade|busca|buscar|pesquisar|entrar|
        assine|assine já|compartilhar|compartilhe|partilhar|salvar|guardar|imprimir|comentários|comentar|leia mais|
        ler mais|ver mais|saiba mais|leia também|veja também|veja mais|mais lidas|mais lidos|relacionadas|
        notícias relacionadas|conteúdo relacionado|recomendados|recomendado para você|fechar|voltar|voltar ao topo|
        início|ir para o conteúdo|ouvir|seguir|copiar link|ao vivo|aceitar|rejeitar
    """,
    "it": """
        pubblicità|annuncio|cerca|accedi|registrati|abbonati|condividi|salva|stampa|commenti|commenta|leggi di più|
        leggi tutto|continua a leggere|mostra altro|leggi anche|vedi anche|articoli correlati|correlati|i più letti|
        più letti|consigliati|potrebbe interessarti|chiudi|indietro|torna su|vai al contenuto|ascolta|
        ascolta l'articolo|segui|copia link|in diretta|accetta|accetta tutti|rifiuta
    """,
    "nl": """
        advertentie|advertenties|zoeken|inloggen|aanmelden|abonneren|delen|deel dit artikel|opslaan|afdrukken|reacties|
        reageren|lees meer|lees verder|toon meer|meer|lees ook|zie ook|gerelateerd|gerelateerde artikelen|meest gelezen|
        aanbevolen|sluiten|terug|naar boven|ga naar inhoud|luister|luisteren|volgen|link kopiëren|accepteren|weigeren
    """,
    "pl": """
        reklama|szukaj|zaloguj|zaloguj się|zarejestruj się|subskrybuj|udostępnij|zapisz|drukuj|komentarze|skomentuj|
        czytaj więcej|czytaj dalej|zobacz więcej|więcej|czytaj też|czytaj także|zobacz też|zobacz także|powiązane|
        polecane|najczęściej czytane|zamknij|wstecz|do góry|przejdź do treści|posłuchaj|obserwuj|kopiuj link|na żywo|
        akceptuj|odrzuć
    """,
    "sv": """
        annons|reklam|sök|logga in|prenumerera|dela|dela artikeln|spara|skriv ut|kommentarer|kommentera|läs mer|
        visa mer|läs också|läs även|se även|relaterat|relaterade artiklar|mest läst|stäng|tillbaka|till toppen|lyssna|
        följ|
        kopiera länk|godkänn|neka
    """,
}
LABELS: frozenset[str] = frozenset(
    label.strip() for words in _LABELS_BY_LANGUAGE.values() for label in words.split("|") if label.strip()
)

# Lines that begin so point elsewhere, whatever follows ("Read also: ...", «Читайте также: …»).
POINTERS = re.compile(
    r"(?:read (?:more|also|next)|also read|see also|related(?: article| story| content)?s?|more (?:on|from|about)|"
    r"watch(?: also)?|"
    r"don['’]t miss|recommended|you may also like|"
    r"читайте также|читать также|смотрите также|см\. также|по теме|ранее по теме|материалы по теме|"
    r"lesen sie (?:auch|mehr|dazu)|lesen sie hier|mehr (?:dazu|zum thema)|auch interessant|siehe auch|"
    r"[àa] lire(?: aussi| également)?|lire (?:aussi|également)|voir aussi|sur le même sujet|"
    r"lea también|lee también|"
    r"leer también|le(?:a|e) más|te puede interesar|más información|ver también|"
    r"leia (?:também|mais)|veja (?:também|mais)|saiba mais|leggi anche|leggi di più|vedi anche|"
    r"lees (?:ook|meer|verder)|zie ook|czytaj (?:też|także|więcej)|zobacz (?:też|także)|läs (?:mer|också|även)|"
    r"les også|les mer|læs også|lue myös|baca juga|ayrıca bakınız|xem thêm)\s*[:：|>»→–—-]",
    re.IGNORECASE,
)

# Photo credits and agency marks: a role, a colon, a name. Short lines only.
CREDITS = re.compile(
    r"(?:photo(?:s|graph|graphy|graphs)?(?: credit| by| courtesy(?: of)?)?|image(?:s)?(?: credit| source|"
    r" courtesy(?: of)?)?|picture(?: credit)?|"
    r"pic|credit|credits|illustration(?: by)?|graphic|video(?: by)?|file photo|getty images|©|\(c\)|"
    r"фото|фотография|иллюстрация|видео|снимок|источник фото|"
    r"foto(?:s)?|bild(?:er)?|grafik|quelle|bildquelle|symbolbild|"
    r"crédit(?:s)?(?: photo)?|illustration|vidéo|"
    r"imagen|fotografía|crédito|vídeo)\s*(?:[:：/|©]|(?<=©)\s*|(?<= by)\s|(?<= of)\s)",
    re.IGNORECASE,
)
AGENCIES = re.compile(
    r"(?:/\s*|\(\s*)(?:AP|AFP|Reuters|REUTERS|Getty(?: Images)?|EPA|dpa|DPA|APA|ANP|PA|EFE|TASS|ТАСС|РИА Новости|"
    r"RIA Novosti|"
    r"Keystone|imago|IMAGO|picture alliance|Shutterstock|iStock|Unsplash|AP Photo[^)]{0,60})\s*\)?\s*$"
)
BYLINES = re.compile(
    r"(?:by|written by|words by|story by|reporting by|автор|авторы|текст|von|par|por)\s*:?\s+(?=[^\W\d_])",
    re.IGNORECASE,
)

# Who else worked on it, as agencies and broadcasters close an article. Short blocks only.
DESK = re.compile(
    r"[\[(—–-]?\s*(?i:(?:additional |further )?(?:reporting|editing|writing|production|compiled|translated|produced)"
    r"(?: and (?:reporting|editing|writing))? by|with (?:files|additional reporting) from) (?=[A-Z])",
)

# A caption gives itself away by the credit it ends with, or by pointing at the picture.
CAPTIONS = re.compile(
    r"(?:^pictured (?:at|from|left|right|above|below|here|is|are|in|on)\b)"
    r"|(?:©|\b(?:Photo(?:graph)?(?: by| credit)?|Foto|Bild|Image(?: credit)?|Picture|Credit|Crédit(?: photo)?|Фото)"
    r" ?[:/]|\((?:Photo|Foto|Bild|Image|Фото)\b|\| Photo by|[|/] ?(?:Getty|iStock|Shutterstock|imago)\b)"
    r"[^.!?]{0,70}(?:\.\w[^.!?]{0,30})?\)?$"
    r"|\b(?:Getty Images|Shutterstock|iStock|picture alliance|AFP)\)?$",
    re.IGNORECASE,
)

# Words of lines that want something of the reader: a subscription, an address, a consent, a click. For lower case,
# which is twice as fast to search.
ASKS = re.compile(
    r"newsletter|subscri|sign(?:ed|ing)? up|sign in|log in|cookie|e-?mail|advert|whatsapp|telegram|facebook|instagram|"
    r"youtube|twitter|google news|click here|inbox|copyright|©|all rights reserved|follow us|join us|privacy|"
    r"terms (?:of|and)|affiliate|abonn|anmeld|werbung|datenschutz|einwillig|postfach|подпис|рассылк|рекламн|"
    r"inscri|publicité|confidentialité|suscr|boletín|publicidad|privacidad|prenumer|nyhetsbrev|nieuwsbrief|iscriv|"
    r"assin(?:e|atura)|zapisz|abonē|abone ol",
)

# Lines of nothing but an address, as text browsers list them ("  12. https://…", "IFRAME: https://…"), and of the
# letters and figures that stand for a file or a version.
ADDRESSES = re.compile(
    r"(?:[a-z]{1,12}:\s*)?(?:\[?\d{1,4}[\].)]{1,2}\s*)?<?(?:(?:https?|ftp|file)://|www\.|mailto:)\S+>?"
    r"|(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{16,}",
    re.IGNORECASE,
)
