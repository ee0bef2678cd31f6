"""What the participants' pages say: sentences, rows and cards, ready to print. Nothing here changes anything."""
