from castalia.cli import main

main()
