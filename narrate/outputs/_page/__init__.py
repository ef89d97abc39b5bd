"""What the read-along page is made of: `page.html`, `page.css`, `player.js`, labels, and the article as markup."""
